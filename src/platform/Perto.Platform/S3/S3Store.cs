namespace Perto.Platform;

/// <summary>The object store of the settings, or another that a request names and the settings allow; with the credentials of the settings.</summary>
internal sealed class S3Store(FeatureSettings settings, Dependencies dependencies, OutboundAddresses outbound, TimeProvider clock) : IDisposable
{
    /// <summary>Its name among the dependencies.</summary>
    public const string Dependency = "s3";

    // A redirect would lead where no setting allows.
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Opens a bucket; nothing is sent yet.</summary>
    /// <param name="bucket">Its name.</param>
    /// <param name="endpoint">The store; null: that of the settings.</param>
    /// <exception cref="ConflictException">The settings have no credentials, or no endpoint and none is given.</exception>
    /// <exception cref="InvalidValueException">The endpoint may not be called, or the bucket's name is none.</exception>
    public S3Bucket Open(string bucket, Uri? endpoint)
    {
        if (endpoint is not null)
            outbound.Require(endpoint, "endpoint");
        if (bucket.Length is < 3 or > 63 || !bucket.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '.') || bucket.Contains("..", StringComparison.Ordinal))
            throw new InvalidValueException("bucket", bucket, "3..63 of a-z, 0-9, '-' and '.'", "bucket must be 3 to 63 of a-z, 0-9, '-' and '.'");
        S3Settings s3 = settings.S3;
        if ((endpoint ?? s3.Endpoint) is not { } address || s3.AccessKeyId is null || s3.SecretAccessKey is null)
        {
            throw new ConflictException(
                "export_not_configured", "Exports to a bucket need Perto:Features:S3:Endpoint, AccessKeyId and SecretAccessKey in the settings of the server");
        }
        return new S3Bucket(
            _client, dependencies[Dependency], address, s3.Region, bucket, new AwsCredentials(s3.AccessKeyId, s3.SecretAccessKey, s3.SessionToken), clock);
    }

    public void Dispose() => _client.Dispose();
}
