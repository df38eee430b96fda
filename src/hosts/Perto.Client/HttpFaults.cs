using Perto.Vectors;

namespace Perto.Client;

/// <summary>Turns the server's problems into the exceptions of the vector store's contract.</summary>
internal static class HttpFaults
{
    public static async Task<T> TranslateAsync<T>(Task<T> call)
    {
        await TranslateAsync((Task)call);
        return await call;
    }

    public static async Task TranslateAsync(Task call)
    {
        try
        {
            await call;
        }
        catch (RemoteException refused) when (refused is { Code: "invalid_value", Field: not null, Allowed: not null })
        {
            throw new VectorStoreException(refused.Field, refused.Given, refused.Allowed, refused);
        }
        catch (RemoteException refused) when (refused is { Code: "not_supported", Field: not null, Given: not null }
            && Enum.TryParse(refused.Given.ToString(), out VectorStoreCapabilities missing))
        {
            throw new CapabilityMissingException(refused.Field, "of the server", missing, refused);
        }
    }
}
