Console.WriteLine("civic");
