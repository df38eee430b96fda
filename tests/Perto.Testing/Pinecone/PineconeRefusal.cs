namespace Perto.Testing;

/// <summary>The service does not take a request.</summary>
/// <param name="status">Of the answer.</param>
/// <param name="code">Of an index: the number of gRPC. Of the control plane: a word.</param>
/// <param name="message">For people.</param>
internal sealed class PineconeRefusal(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public static PineconeRefusal Invalid(string message) => new(400, "3", message);
}
