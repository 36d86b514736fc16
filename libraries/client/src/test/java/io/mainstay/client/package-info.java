@NullMarked
package io.mainstay.client;

import org.jspecify.annotations.NullMarked;
