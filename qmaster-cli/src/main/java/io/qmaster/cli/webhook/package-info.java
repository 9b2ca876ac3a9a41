/** Sends events to webhooks. The only package that sends HTTP requests. */
@NullMarked
package io.qmaster.cli.webhook;

import org.jspecify.annotations.NullMarked;
