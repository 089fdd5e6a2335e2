/** Finding modules, listeners and formats by name: the one place that uses ServiceLoader. */
@NullMarked
package io.correlator.core.plugin;

import org.jspecify.annotations.NullMarked;
