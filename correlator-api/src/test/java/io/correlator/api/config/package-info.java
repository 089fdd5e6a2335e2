/** Tests of configuration. */
@NullMarked
package io.correlator.api.config;

import org.jspecify.annotations.NullMarked;
