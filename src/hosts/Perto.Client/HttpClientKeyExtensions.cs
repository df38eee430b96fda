using System.Net.Http.Headers;

namespace Perto.Client;

/// <summary>Shows a key to the server.</summary>
public static class HttpClientKeyExtensions
{
    /// <summary>Sends <paramref name="key"/> with every request of <paramref name="client"/>.</summary>
    /// <param name="client">The client, whose base address is the server's.</param>
    /// <param name="key">An API key: <c>perto_...</c>.</param>
    /// <returns>The same client.</returns>
    public static HttpClient UsePertoKey(this HttpClient client, string key)
    {
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }
}
