/**
 * Stateless detection: questions about one record that can be answered from that record alone, and
 * the plain way to answer them. What the index over many rules answers must be the same.
 */
@NullMarked
package io.correlator.rules.detection;

import org.jspecify.annotations.NullMarked;
