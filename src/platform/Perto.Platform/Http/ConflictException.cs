namespace Perto.Platform;

/// <summary>The request is sound but does not fit the present state.</summary>
public sealed class ConflictException(string code, string message) : PertoException(code, 409, message);
