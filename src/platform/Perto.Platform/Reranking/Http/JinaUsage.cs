namespace Perto.Platform;

/// <summary>What a model read.</summary>
/// <param name="TotalTokens">Tokens; where the model does not say, a quarter of the characters.</param>
public sealed record JinaUsage(long TotalTokens);
