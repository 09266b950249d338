global using CivicPlatform.Kernel;
