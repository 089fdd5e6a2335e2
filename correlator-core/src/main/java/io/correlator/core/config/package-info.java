/** From names and options to components: where what a person wrote meets the plug-ins. */
@NullMarked
package io.correlator.core.config;

import org.jspecify.annotations.NullMarked;
