namespace Perto.Platform;

/// <summary>Settings under <c>Perto:Features:S3</c>: an object store with the interface of Amazon S3.</summary>
public sealed class S3Settings
{
    /// <summary>Its address: <c>https://s3.eu-central-1.amazonaws.com</c>, or that of a compatible store. None: a request may not name a bucket without one.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>The region that signatures are made for.</summary>
    public string Region { get; set; } = "us-east-1";

    /// <summary>The id of the access key.</summary>
    public string? AccessKeyId { get; set; }

    /// <summary>The secret of the access key.</summary>
    public string? SecretAccessKey { get; set; }

    /// <summary>The token of temporary credentials.</summary>
    public string? SessionToken { get; set; }
}
