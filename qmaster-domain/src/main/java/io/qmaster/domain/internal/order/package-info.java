/** From a request to an order: files and settings are looked at, paths resolved, what a retry or a repeated request still needs. */
@NullMarked
package io.qmaster.domain.internal.order;

import org.jspecify.annotations.NullMarked;
