/** Classes that break the rules of the API, to show that the rules notice. */
@NullMarked
package io.correlator.api.planted;

import org.jspecify.annotations.NullMarked;
