using System.Reflection;
using System.Runtime.Versioning;
using System.Xml.Linq;

namespace Aspire.Hosting.Dcp;

/// <summary>Finds the built assembly of a project: same configuration and framework as the application host.</summary>
internal sealed class ProjectOutput(Assembly? appHost)
{
    private readonly string configuration =
        appHost?.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "Debug";

    private readonly string framework = FrameworkFolder(appHost);

    /// <summary>The path of the assembly.</summary>
    /// <exception cref="DistributedApplicationException">The project was not built.</exception>
    public string AssemblyOf(string projectPath)
    {
        var name = XDocument.Load(projectPath).Descendants("AssemblyName").SingleOrDefault()?.Value
            ?? Path.GetFileNameWithoutExtension(projectPath);
        var path = Path.Combine(Path.GetDirectoryName(projectPath)!, "bin", configuration, framework, name + ".dll");
        return File.Exists(path) ? path : throw new DistributedApplicationException(
            $"{path} does not exist: build the solution first (configuration {configuration}).");
    }

    private static string FrameworkFolder(Assembly? assembly)
    {
        var name = assembly?.GetCustomAttribute<TargetFrameworkAttribute>()?.FrameworkName
            ?? AppContext.TargetFrameworkName
            ?? throw new InvalidOperationException("The application host does not name its framework.");
        return $"net{new FrameworkName(name).Version.ToString(2)}";
    }
}
