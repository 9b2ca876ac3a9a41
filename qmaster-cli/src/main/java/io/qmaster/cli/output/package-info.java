/** What the program says: answers on stdout, everything for people and failures on stderr, exit codes. */
@NullMarked
package io.qmaster.cli.output;

import org.jspecify.annotations.NullMarked;
