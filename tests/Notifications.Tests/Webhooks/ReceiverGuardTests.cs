using System.Net;
using CivicPlatform.Notifications.Webhooks;

namespace CivicPlatform.Notifications.Tests.Webhooks;

public sealed class ReceiverGuardTests
{
    private static readonly ReceiverGuard Guard = new([]);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.8.8")]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.169.254")] // a cloud's metadata service
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::10.0.0.1")]
    [InlineData("fe80::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("ff02::1")]
    [InlineData("64:ff9b::a00:1")] // 10.0.0.1 through NAT64
    [InlineData("2002:a00:1::")] // 10.0.0.1 through 6to4
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    public void closes_every_address_that_is_not_public(string address) =>
        Assert.False(Guard.Allows(IPAddress.Parse(address)));

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("223.5.5.5")]
    [InlineData("2400:3200::1")]
    [InlineData("::ffff:223.5.5.5")]
    public void opens_public_addresses(string address) => Assert.True(Guard.Allows(IPAddress.Parse(address)));

    [Fact]
    public void opens_a_private_network_that_the_city_names_and_no_other()
    {
        var city = new ReceiverGuard([IPNetwork.Parse("10.20.0.0/16")]);

        Assert.True(city.Allows(IPAddress.Parse("10.20.3.4")));
        Assert.True(city.Allows(IPAddress.Parse("::ffff:10.20.3.4")));
        Assert.False(city.Allows(IPAddress.Parse("10.21.3.4")));
    }

    [Theory]
    [InlineData("https://receiver.example/hook?x=1", true)]
    [InlineData("https://receiver.example:8443/hook", true)]
    [InlineData("http://receiver.example/hook", false)]
    [InlineData("https://user:pass@receiver.example/", false)]
    [InlineData("https://receiver.example/#part", false)]
    [InlineData("https://127.0.0.1/", false)]
    [InlineData("https://2130706433/", false)] // 127.0.0.1 as one number
    [InlineData("https://0x7f.1/", false)]
    [InlineData("https://[::1]/", false)]
    [InlineData("ftp://receiver.example/", false)]
    [InlineData("/hook", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void says_which_urls_may_be_subscribed(string? url, bool usable) =>
        Assert.Equal(usable, ReceiverUrl.IsUsable(url, new WebhookOptions()));

    [Fact]
    public void refuses_a_url_that_is_too_long()
    {
        var url = "https://receiver.example/" + new string('a', ReceiverUrl.LengthMax);
        Assert.False(ReceiverUrl.IsUsable(url, new WebhookOptions()));
    }
}
