@NullMarked
package io.mainstay.client.time;

import org.jspecify.annotations.NullMarked;
