using CivicPlatform.Cli.Databases;

namespace CivicPlatform.AppHost.Tests.Gateway;

public sealed class RouteListTests
{
    [Fact]
    public void names_known_services_only_and_each_of_them() =>
        Assert.Equal(ServiceDatabase.All.Select(s => s.Name).Order(), RouteList.Services.Order());

    [Fact]
    public void gives_a_resource_to_one_service() =>
        Assert.Equal(RouteList.All.Select(r => r.Resource).Distinct(), RouteList.All.Select(r => r.Resource));

    [Fact]
    public void names_resources_as_urls_spell_them() =>
        Assert.All(RouteList.All, route => Assert.Matches("^[a-z]+(-[a-z]+)*(:preview)?$", route.Resource));
}
