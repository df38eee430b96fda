using Perto.Platform;

namespace Perto.Streaming;

/// <summary>There is a live model and it cannot be used; the log says why.</summary>
public sealed class ModelUnavailableException()
    : PertoException("model_unavailable", 503, "The live model cannot be used; the server's log says why");
