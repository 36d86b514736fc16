@NullMarked
package io.mainstay.client.worker;

import org.jspecify.annotations.NullMarked;
