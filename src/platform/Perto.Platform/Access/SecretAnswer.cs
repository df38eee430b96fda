namespace Perto.Platform;

/// <summary>Metadata of an endpoint whose answer holds a secret: it is given once and kept nowhere, also not for a request that is sent again.</summary>
public sealed record SecretAnswer;
