package io.mainstay.engine;

import io.mainstay.engine.access.AccessRules;
import io.mainstay.engine.downstream.ClientSettings;
import io.mainstay.engine.upstream.UpstreamSettings;

/** How an engine behaves towards the gateway and towards clients, and what it lets whom do. */
public record EngineSettings(UpstreamSettings upstream, ClientSettings clients, AccessRules access) {}
