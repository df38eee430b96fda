using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Perto.Server;

/// <summary>What makes two requests the same: method, path with query, and every byte of the body.</summary>
/// <param name="Endpoint">Method and path, to be read by people.</param>
/// <param name="Sha256">SHA-256 over all of it, in hexadecimal.</param>
internal sealed record RequestFingerprint(string Endpoint, string Sha256)
{
    private const int InMemory = 1024 * 1024;
    private const int ReadSize = 16 * 1024;

    /// <summary>Reads the body once for the fingerprint and leaves it to be read again; beyond 1 MiB it is kept on disk.</summary>
    public static async Task<RequestFingerprint> OfAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        string endpoint = $"{request.Method} {request.Path}";
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{endpoint}{request.QueryString}\n"));

        request.EnableBuffering(InMemory);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
        try
        {
            int read;
            while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
                hash.AppendData(buffer.AsSpan(0, read));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        request.Body.Position = 0;
        return new RequestFingerprint(endpoint, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
