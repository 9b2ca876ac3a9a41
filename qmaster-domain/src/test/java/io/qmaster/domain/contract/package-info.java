/**
 * Tests of what every implementation of a port promises, for the authors of backends and journals: extend the contract and
 * make what it tests. {@code ScriptedBackend} is a backend for tests of programs that use the library.
 *
 * <p>They are the test-jar of {@code qmaster-domain}; {@code qmaster-testing} is that with JUnit and AssertJ.
 */
package io.qmaster.domain.contract;
