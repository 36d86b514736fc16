/**
 * What exists once per connection and is shared by many clients: single flights for questions whose answers carry no id,
 * and subscriptions with an image for those who join later. Runs on the thread that drives the engine.
 *
 * <p>An image or an answer is only ever given as complete when the gateway said so in this life of the connection.
 */
@NullMarked
package io.mainstay.engine.subscription;

import org.jspecify.annotations.NullMarked;
