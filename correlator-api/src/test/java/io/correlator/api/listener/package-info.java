/** Tests of what listeners ask for. */
@NullMarked
package io.correlator.api.listener;

import org.jspecify.annotations.NullMarked;
