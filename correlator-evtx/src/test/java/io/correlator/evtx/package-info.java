@org.jspecify.annotations.NullMarked
package io.correlator.evtx;
