/**
 * Tests of the contracts of the ports, for authors of backends and journals: extend a contract and create the object to
 * test. {@code ScriptedBackend} is a backend for tests of programs that use the library.
 *
 * <p>The package is the test-jar of {@code qmaster-domain}; {@code qmaster-testing} adds JUnit and AssertJ.
 */
package io.qmaster.domain.contract;
