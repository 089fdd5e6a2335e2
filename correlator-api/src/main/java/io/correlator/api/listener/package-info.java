/**
 * For authors of listeners: the code that acts on events.
 *
 * <p>Start with {@link io.correlator.api.listener.Listener}; its {@link
 * io.correlator.api.listener.Interest} says which events reach it.
 */
@NullMarked
package io.correlator.api.listener;

import org.jspecify.annotations.NullMarked;
