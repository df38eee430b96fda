namespace Perto.Platform;

/// <summary>Who signs.</summary>
/// <param name="AccessKeyId">The id of the access key.</param>
/// <param name="SecretAccessKey">Its secret.</param>
/// <param name="SessionToken">The token of temporary credentials, or null.</param>
internal sealed record AwsCredentials(string AccessKeyId, string SecretAccessKey, string? SessionToken = null)
{
    // A record would print its secret.
    public override string ToString() => AccessKeyId;
}
