/** Sends events to webhooks. The only package that uses HTTP. */
@NullMarked
package io.qmaster.cli.webhook;

import org.jspecify.annotations.NullMarked;
