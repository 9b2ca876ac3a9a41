/** Tells programs elsewhere what became of a batch: the only place of the program that speaks HTTP. */
@NullMarked
package io.qmaster.cli.webhook;

import org.jspecify.annotations.NullMarked;
