@NullMarked
package io.mainstay.client.session;

import org.jspecify.annotations.NullMarked;
