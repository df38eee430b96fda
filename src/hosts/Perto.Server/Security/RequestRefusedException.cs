using Perto.Platform;

namespace Perto.Server;

/// <summary>The server itself refuses the request by its own rules or for its present state, whatever the request asks for.</summary>
public sealed class RequestRefusedException(string code, int status, string message) : PertoException(code, status, message)
{
    /// <summary>How a caller shows who it is, as <c>WWW-Authenticate</c>; with status 401.</summary>
    public string? Challenge { get; init; }
}
