/**
 * From a request to an order: checks files and settings, resolves paths, and finds what a retry or a repeated request
 * still needs.
 */
@NullMarked
package io.qmaster.domain.internal.order;

import org.jspecify.annotations.NullMarked;
