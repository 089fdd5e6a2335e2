/**
 * How everything that reads what others wrote is attacked: {@link io.correlator.fuzz.Targets} lists
 * it, the targets themselves stand in the packages that they attack.
 */
package io.correlator.fuzz;
