/** The manual pages and the completion scripts, generated from the declarations of the commands. */
@org.jspecify.annotations.NullMarked
package io.qmaster.cli.manual;
