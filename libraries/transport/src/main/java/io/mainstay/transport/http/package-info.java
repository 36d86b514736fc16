/** HTTP requests as calls, small ones and few: for a person or a script beside the worker, not for the internet. */
@NullMarked
package io.mainstay.transport.http;

import org.jspecify.annotations.NullMarked;
