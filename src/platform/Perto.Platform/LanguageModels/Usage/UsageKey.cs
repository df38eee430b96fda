namespace Perto.Platform;

/// <summary>What requests are added up by.</summary>
internal readonly record struct UsageKey(string Tenant, DateOnly Day, string Provider, string Model, string Purpose);
