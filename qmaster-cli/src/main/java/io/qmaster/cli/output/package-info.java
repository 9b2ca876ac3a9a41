/** The output of the program: answers on stdout, lines for people and failures on stderr, exit codes. */
@NullMarked
package io.qmaster.cli.output;

import org.jspecify.annotations.NullMarked;
