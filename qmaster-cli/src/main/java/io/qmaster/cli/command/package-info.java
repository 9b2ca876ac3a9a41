/** The commands, one a class, and what they share. */
@NullMarked
package io.qmaster.cli.command;

import org.jspecify.annotations.NullMarked;
