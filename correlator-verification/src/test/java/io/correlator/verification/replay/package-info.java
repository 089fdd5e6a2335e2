/** Live, replayed, from a file or in a test: the same records give the same events. */
@org.jspecify.annotations.NullMarked
package io.correlator.verification.replay;
