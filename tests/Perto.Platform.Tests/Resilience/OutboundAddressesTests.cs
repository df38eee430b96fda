namespace Perto.Platform.Tests;

public sealed class OutboundAddressesTests
{
    private readonly OutboundAddresses _addresses = new(new OutboundSettings { Allow = ["vectors.example.com", "*.example.org", "10.0.0.5:6333", "local.test:443", "[::1]:9000"] });

    [Theory]
    [InlineData("https://vectors.example.com/collections")]
    [InlineData("http://vectors.example.com")]
    [InlineData("https://VECTORS.example.com")]
    [InlineData("https://a.example.org")]
    [InlineData("https://a.b.example.org")]
    [InlineData("http://10.0.0.5:6333")]
    [InlineData("https://local.test")]
    [InlineData("http://[::1]:9000/x")]
    public void An_address_on_the_list_is_allowed(string address) => _addresses.Require(new Uri(address), "to");

    [Theory]
    [InlineData("https://example.org")]
    [InlineData("https://vectors.example.com.evil.test")]
    [InlineData("https://evil-vectors.example.com")]
    [InlineData("https://vectors.example.com:8443")]
    [InlineData("http://10.0.0.5")]
    [InlineData("http://10.0.0.5:6334")]
    [InlineData("http://127.0.0.1:6333")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://[::1]")]
    [InlineData("http://0x0a000005:6334")]
    [InlineData("http://vectors.example.com@evil.test")]
    [InlineData("ftp://vectors.example.com")]
    [InlineData("file:///etc/passwd")]
    public void Any_other_is_refused_with_the_field_and_the_rule(string address)
    {
        var refused = Assert.Throws<InvalidValueException>(() => _addresses.Require(new Uri(address), "to"));

        Assert.Equal("to", refused.Field);
        Assert.StartsWith("to ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_allowed_by_default() =>
        Assert.Throws<InvalidValueException>(() => new OutboundAddresses(new OutboundSettings()).Require(new Uri("https://example.com"), "to"));

    [Theory]
    [InlineData("https://example.com")]
    [InlineData("example.com/path")]
    [InlineData("user@example.com")]
    [InlineData("*")]
    [InlineData("*.*.example.com")]
    [InlineData("")]
    public void An_entry_that_is_no_host_is_refused(string entry)
    {
        var refused = Assert.Throws<InvalidSettingException>(() => new OutboundAddresses(new OutboundSettings { Allow = [entry] }));

        Assert.Equal("Perto:Outbound:Allow", refused.Setting);
    }
}
