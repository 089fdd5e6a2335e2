/**
 * What is known about the delivery of events to listeners: how each is served ({@link
 * io.correlator.core.delivery.Subscription}), and what becomes of events that no listener took
 * ({@link io.correlator.core.delivery.DeadLetterFile}).
 */
@NullMarked
package io.correlator.core.delivery;

import org.jspecify.annotations.NullMarked;
