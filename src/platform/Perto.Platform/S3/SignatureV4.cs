using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Perto.Platform;

/// <summary>
/// AWS Signature Version 4 in a header, as the reference of Amazon S3 has it ("Authenticating Requests: Using the Authorization Header"): the path is
/// encoded once and not normalised.
/// </summary>
internal static class SignatureV4
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>The SHA-256 of an empty body.</summary>
    public const string EmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// <summary>The value of the header <c>Authorization</c>.</summary>
    /// <param name="credentials">Who signs.</param>
    /// <param name="region">As <c>eu-central-1</c>.</param>
    /// <param name="service">As <c>s3</c>.</param>
    /// <param name="at">The moment that <c>x-amz-date</c> says.</param>
    /// <param name="method">As <c>PUT</c>.</param>
    /// <param name="path">Not encoded, from the first slash on.</param>
    /// <param name="query">Names and values, not encoded.</param>
    /// <param name="headers">All that are signed; <c>host</c> is one.</param>
    /// <param name="payloadHash">SHA-256 of the body in lower-case hexadecimal digits.</param>
    public static string Authorization(
        AwsCredentials credentials,
        string region,
        string service,
        DateTimeOffset at,
        string method,
        string path,
        IEnumerable<KeyValuePair<string, string>> query,
        IEnumerable<KeyValuePair<string, string>> headers,
        string payloadHash)
    {
        KeyValuePair<string, string>[] signed =
        [
            .. headers.Select(header => KeyValuePair.Create(header.Key.ToLowerInvariant(), Trimmed(header.Value))).OrderBy(header => header.Key, StringComparer.Ordinal),
        ];
        string names = string.Join(';', signed.Select(header => header.Key));
        string canonical = string.Join(
            '\n',
            method,
            Encode(path, slashes: true),
            Query(query),
            string.Concat(signed.Select(header => $"{header.Key}:{header.Value}\n")),
            names,
            payloadHash);
        string day = at.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        string scope = $"{day}/{region}/{service}/aws4_request";
        string toSign = string.Join('\n', Algorithm, Moment(at), scope, Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))));
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + credentials.SecretAccessKey);
        foreach (string part in (string[])[day, region, service, "aws4_request"])
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return $"{Algorithm} Credential={credentials.AccessKeyId}/{scope}, SignedHeaders={names}, Signature={Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)))}";
    }

    /// <summary>The value of <c>x-amz-date</c>.</summary>
    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A query as it is signed and sent: by name, encoded.</summary>
    public static string Query(IEnumerable<KeyValuePair<string, string>> query) => string.Join(
        '&',
        query.Select(part => (Name: Encode(part.Key, slashes: false), Value: Encode(part.Value, slashes: false)))
            .OrderBy(part => part.Name, StringComparer.Ordinal)
            .ThenBy(part => part.Value, StringComparer.Ordinal)
            .Select(part => $"{part.Name}={part.Value}"));

    /// <summary>Encodes all but letters, digits, <c>-</c>, <c>.</c>, <c>_</c> and <c>~</c>.</summary>
    public static string Encode(string text, bool slashes)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (byte one in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)one) || one is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~' || (slashes && one == (byte)'/'))
                encoded.Append((char)one);
            else
                encoded.Append('%').Append(one.ToString("X2", CultureInfo.InvariantCulture));
        }
        return encoded.ToString();
    }

    /// <summary>Lower-case hexadecimal digits.</summary>
    public static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);

    // Without spaces at the ends, and runs of them as one.
    private static string Trimmed(string value) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
