namespace Perto.Platform.Tests;

/// <summary>The examples that Amazon publishes.</summary>
public sealed class SignatureV4Tests
{
    private static readonly AwsCredentials Example = new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");

    private static readonly DateTimeOffset ExampleTime = new(2013, 5, 24, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Amazon S3 API Reference, "Signature Calculations for the Authorization Header: Transferring Payload in a Single Chunk".</summary>
    [Theory]
    [InlineData("GET", "/test.txt", "", "range:bytes=0-9", SignatureV4.EmptyHash, "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")]
    [InlineData(
        "PUT", "/test$file.text", "", "date:Fri, 24 May 2013 00:00:00 GMT|x-amz-storage-class:REDUCED_REDUNDANCY",
        "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072", "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")]
    [InlineData("GET", "/", "lifecycle=", "", SignatureV4.EmptyHash, "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")]
    [InlineData("GET", "/", "max-keys=2|prefix=J", "", SignatureV4.EmptyHash, "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")]
    public void The_signatures_of_the_reference_of_s3_come_out(string method, string path, string query, string headers, string hash, string signature)
    {
        string authorization = SignatureV4.Authorization(
            Example,
            "us-east-1",
            "s3",
            ExampleTime,
            method,
            path,
            Pairs(query, '='),
            [new("host", "examplebucket.s3.amazonaws.com"), new("x-amz-content-sha256", hash), new("x-amz-date", "20130524T000000Z"), .. Pairs(headers, ':')],
            hash);

        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=", authorization, StringComparison.Ordinal);
        Assert.EndsWith($"Signature={signature}", authorization, StringComparison.Ordinal);
    }

    /// <summary>The AWS Signature Version 4 test suite.</summary>
    [Theory]
    [InlineData("GET", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")] // get-vanilla
    [InlineData("POST", "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")] // post-vanilla
    [InlineData("GET", "Param2=value2|Param1=value1", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")] // get-vanilla-query-order-key-case
    public void The_signatures_of_the_test_suite_come_out(string method, string query, string signature) => Assert.Equal(
        $"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature={signature}",
        SignatureV4.Authorization(
            new AwsCredentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
            "us-east-1",
            "service",
            new DateTimeOffset(2015, 8, 30, 12, 36, 0, TimeSpan.Zero),
            method,
            "/",
            Pairs(query, '='),
            [new("Host", "example.amazonaws.com"), new("X-Amz-Date", "20150830T123600Z")],
            SignatureV4.EmptyHash));

    [Fact]
    public void Credentials_do_not_print_their_secret() => Assert.Equal("AKIAIOSFODNN7EXAMPLE", $"{Example}");

    private static KeyValuePair<string, string>[] Pairs(string text, char separator) =>
    [
        .. text.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(part => KeyValuePair.Create(part[..part.IndexOf(separator)], part[(part.IndexOf(separator) + 1)..])),
    ];
}
