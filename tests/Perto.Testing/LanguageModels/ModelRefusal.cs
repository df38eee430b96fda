namespace Perto.Testing;

/// <summary>A double of a service of models refuses a request.</summary>
internal sealed class ModelRefusal(int status, string message, string? code = null) : Exception(message)
{
    public int Status => status;

    public string? Code => code;
}
